module github.com/taskmeter/taskmeter/collector

go 1.26
