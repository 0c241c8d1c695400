/** What is measured, and how it is registered: there is no metric that is not declared. */
package io.nowfeed.sinks.metrics;
