// oxlint-disable unicorn/no-empty-file -- where there is no Node to observe it does nothing
