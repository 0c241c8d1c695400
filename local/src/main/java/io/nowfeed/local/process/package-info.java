/** Servers in processes of their own: started, watched, started again, killed and frozen. */
package io.nowfeed.local.process;
