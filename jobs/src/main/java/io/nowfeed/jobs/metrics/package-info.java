/** What the jobs measure. */
package io.nowfeed.jobs.metrics;
