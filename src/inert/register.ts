// oxlint-disable unicorn/no-empty-file -- what `taskmeter/register` is where there is no Node to observe: nothing
