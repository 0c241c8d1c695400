/** From outbound topics to the tables of analysts: one row type a table. */
package io.nowfeed.jobs.analytics;
