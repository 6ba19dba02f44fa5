// Package comparetiers compares the on-time rates of Premium and ordinary sellers,
// as they are and within routes, with the published difference.
package comparetiers
