/** Puts the servers and the jobs together, and takes them apart again. */
package io.nowfeed.local.platform;
