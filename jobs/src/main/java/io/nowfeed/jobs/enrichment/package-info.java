/** Events meet the attributes of their user and the facts of their content, in the stream. */
package io.nowfeed.jobs.enrichment;
