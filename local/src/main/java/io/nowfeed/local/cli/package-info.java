/** What one types: {@code ./nowfeed COMMAND}. */
package io.nowfeed.local.cli;
