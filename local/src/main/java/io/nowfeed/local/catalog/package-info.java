/** What there is: topics, tables, their fields, whose they are and what is personal. */
package io.nowfeed.local.catalog;
