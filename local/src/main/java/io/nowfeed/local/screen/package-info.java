/** Shows a running platform on a terminal, or as plain lines where there is none. */
package io.nowfeed.local.screen;
