package pricefile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/taskmeter/taskmeter/collector/price"
)

const (
	one    = "rows: [{provider: acme, model: m, prices: {input: '1', output: '1'}}]"
	two    = "rows: [{provider: acme, model: m, prices: {input: '2', output: '2'}}]"
	broken = "rows:\n  - {provider: acme, model: m, prices: {input: 3, output: '3'}}\n"
)

func TestFilesAreReadAgainWhenTheirContentIsAnother(t *testing.T) {
	t.Parallel()
	path := write(t, "ours.yaml", one)
	files, first := load(t, path)
	unchanged(t, files)
	replace(t, path, two)
	second := reloaded(t, files)
	if first.Version() == second.Version() {
		t.Errorf("both are version %s", first.Version())
	}
	unchanged(t, files)
	replace(t, path, two)
	unchanged(t, files) // another time, the same content
	replace(t, path, one)
	if third := reloaded(t, files); third.Version() != first.Version() {
		t.Errorf("version %s of what was %s", third.Version(), first.Version())
	}
}

func TestABrokenFileIsToldOnceUntilItChangesAgain(t *testing.T) {
	t.Parallel()
	path := write(t, "ours.yaml", one)
	files, _ := load(t, path)
	replace(t, path, broken)
	refused(t, files, Error{File: path, Line: 2, Reason: "rows[0].prices.input: expected text, got the number 3: put it in quotes"})
	unchanged(t, files)
	replace(t, path, strings.ReplaceAll(broken, "3", "4"))
	refused(t, files, Error{File: path, Line: 2, Reason: "rows[0].prices.input: expected text, got the number 4: put it in quotes"})
	unchanged(t, files)
	replace(t, path, two)
	reloaded(t, files)
}

func TestAFileThatGoesAwayIsABrokenOne(t *testing.T) {
	t.Parallel()
	path := write(t, "ours.yaml", one)
	files, first := load(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	refused(t, files, Error{File: path, Reason: "no such file or directory"})
	unchanged(t, files)
	replace(t, path, one)
	if again := reloaded(t, files); again.Version() != first.Version() {
		t.Errorf("version %s of what was %s", again.Version(), first.Version())
	}
}

func TestAFileThatIsBeingWrittenIsLeftForTheNextTime(t *testing.T) {
	t.Parallel()
	path := write(t, "ours.yaml", one)
	files, _ := load(t, path)
	half := "rows: []\n" // sound by itself, and not what is meant
	if err := os.WriteFile(path, []byte(half), 0o600); err != nil {
		t.Fatal(err)
	}
	files.rest = func(time.Duration) {
		if err := os.WriteFile(path, []byte(half+"# and more to come\n"), 0o600); err != nil {
			t.Error(err)
		}
	}
	unchanged(t, files)
	files.rest = time.Sleep
	replace(t, path, two)
	reloaded(t, files)
}

func TestEveryFileIsWatched(t *testing.T) {
	t.Parallel()
	catalogue, ours, theirs := write(t, "catalogue.yaml", whole), write(t, "ours.yaml", one), write(t, "theirs.yaml", "rows: []")
	files := NewFiles(catalogue, ours, theirs)
	if _, err := files.Load(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{catalogue, ours, theirs} {
		replace(t, path, two)
		reloaded(t, files)
		unchanged(t, files)
	}
	replace(t, theirs, broken)
	if _, err := files.Reload(); err == nil || !strings.HasPrefix(err.Error(), "overrides[1]: "+theirs+":2: ") {
		t.Errorf("got %v", err)
	}
}

func load(t *testing.T, overrides string) (*Files, *price.Catalogue) {
	t.Helper()
	files := NewFiles("", overrides)
	catalogue, err := files.Load()
	if err != nil {
		t.Fatal(err)
	}
	return files, catalogue
}

func reloaded(t *testing.T, files *Files) *price.Catalogue {
	t.Helper()
	catalogue, err := files.Reload()
	if catalogue == nil || err != nil {
		t.Fatalf("not read again: %v", err)
	}
	return catalogue
}

func unchanged(t *testing.T, files *Files) {
	t.Helper()
	if catalogue, err := files.Reload(); catalogue != nil || err != nil {
		t.Errorf("read again: %v, %v", catalogue, err)
	}
}

func refused(t *testing.T, files *Files, want Error) {
	t.Helper()
	catalogue, err := files.Reload()
	if wrong := (*Error)(nil); catalogue != nil || !errors.As(err, &wrong) || *wrong != want {
		t.Errorf("got %v, %v, want %v", catalogue, err, &want)
	}
}

// replace puts a file in the place of another at once, as whoever deploys one does.
func replace(t *testing.T, path, text string) {
	t.Helper()
	if err := os.Rename(write(t, filepath.Base(path), text), path); err != nil {
		t.Fatal(err)
	}
}
