/** What runs now: which jobs and connectors read and write which topics, tables and files. */
package io.nowfeed.local.lineage;
