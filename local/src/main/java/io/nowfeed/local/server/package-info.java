/** The parts of the platform: each a real server, in this process or started by it. */
package io.nowfeed.local.server;
