/** What passes from stage to stage within a job. */
package io.nowfeed.jobs.flow;
