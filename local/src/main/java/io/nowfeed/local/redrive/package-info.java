/** Puts the records of dead letters back on their topics, each once. */
package io.nowfeed.local.redrive;
