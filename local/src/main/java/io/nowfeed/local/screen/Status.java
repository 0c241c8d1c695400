package io.nowfeed.local.screen;

import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.platform.Endpoints;

/**
 * What is shown.
 *
 * @param seconds since the platform was ready
 * @param endpoints where everything is reached
 * @param observation what was read from the topics
 * @param inPerSecond beacons and interactions
 * @param outPerSecond recommendations
 * @param restarts of jobs, in this run
 * @param traffic what sends events, in a few words
 * @param problem the first thing that went wrong with the traffic, null when nothing did
 */
public record Status(
    long seconds,
    Endpoints endpoints,
    Observation observation,
    double inPerSecond,
    double outPerSecond,
    long restarts,
    String traffic,
    String problem) {}
