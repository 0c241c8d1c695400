/** What the steps of the hot path cost one by one, by JMH. */
package io.nowfeed.bench.micro;
