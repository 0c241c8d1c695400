package io.nowfeed.local.platform;

import io.nowfeed.jobs.config.JobConfig;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job of the platform, for a cluster of either kind.
 *
 * @param name names the directory of its checkpoints
 * @param main its main class in the fat jar
 * @param parallelism of all its operators
 * @param settings its configuration
 * @param graph what that main class builds
 */
record LocalJob(
    String name,
    Class<?> main,
    int parallelism,
    Map<String, String> settings,
    BiConsumer<StreamExecutionEnvironment, JobConfig> graph) {}
