/** What a job reads and writes, kept with the job. */
package io.nowfeed.jobs.lineage;
