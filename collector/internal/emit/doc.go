// Package emit writes what was found out, a call's price and a task's totals, as attributes, under the names of
// spec/attributes.yaml.
package emit
