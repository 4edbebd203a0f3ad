// oxlint-disable unicorn/no-empty-file -- it is loaded for what it does, and exports nothing
