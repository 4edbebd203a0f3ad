package pricefile

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// sight is what a file was when it was last looked at.
type sight struct {
	path string
	stat stat
	sum  [sha256.Size]byte
	// problem is why it could not be read; empty when it could.
	problem string
	// at is when that was: a file that was written just before may be written again without a new time.
	at time.Time
}

// stat is what changes when a file is written, renamed or removed.
type stat struct {
	modified int64 // Unix nanoseconds
	size     int64
	// missing is why there is no file.
	missing string
}

// maxSize bounds what is read: a catalogue of every model there is has less than a megabyte.
const maxSize = 32 << 20

// clockGrain is more than any file system rounds its times by.
const clockGrain = 2 * time.Second

func see(path string) ([]byte, sight) {
	s := sight{path: path, at: time.Now(), stat: statOf(path)} // before it is read, so that a later change shows
	text, err := readFile(path)
	if err != nil {
		s.problem = err.Error()
		return nil, s
	}
	s.sum = sha256.Sum256(text)
	return text, s
}

func statOf(path string) stat {
	info, err := os.Stat(path)
	if err != nil {
		return stat{missing: reasonOf(err)}
	}
	return stat{modified: info.ModTime().UnixNano(), size: info.Size()}
}

// mayHaveChanged is the cheap question, before the content is compared. Permissions change without a trace in the times.
func (s sight) mayHaveChanged() bool {
	return s.problem != "" || s.hasMoved() || s.age() < clockGrain
}

func (s sight) hasMoved() bool { return statOf(s.path) != s.stat }

// isFresh tells that whoever writes the file may not be done. A time to come is some other clock's.
func (s sight) isFresh() bool { return s.age() >= 0 && s.age() < settling }

func (s sight) age() time.Duration { return time.Duration(s.at.UnixNano() - s.stat.modified) }

func (s sight) sameContent(other sight) bool {
	return s.sum == other.sum && s.problem == other.problem
}

// readFile reads a whole file. Its errors say the reason without the path.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, errors.New(reasonOf(err))
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return nil, errors.New(reasonOf(err))
	}
	if len(text) > maxSize {
		return nil, fmt.Errorf("more than %d bytes", maxSize)
	}
	return text, nil
}

// reasonOf is an error of the file system without the name of the file and of what was tried.
func reasonOf(err error) string {
	var wrong *fs.PathError
	if errors.As(err, &wrong) {
		return wrong.Err.Error()
	}
	return err.Error()
}
