package io.nowfeed.local.upgrade;

import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.kafka.TestBroker;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a job is given before and after it was stopped. The first part is written in ink: savepoints
 * of released versions are kept of it.
 */
interface JobStory extends AutoCloseable {
  /** A short name, of which there is one. */
  String job();

  /** Makes what the job needs besides the declared topics. */
  default void prepare(TestBroker broker) throws Exception {}

  /** How the job is set up: nothing it remembers may expire, however old its savepoint gets. */
  JobConfig config(String bootstrapServers) throws Exception;

  /** Builds the job's graph. */
  void build(StreamExecutionEnvironment env, JobConfig config);

  /** What is sent before, in steps, each when all has come of the one before. */
  List<List<ProducerRecord<byte[], byte[]>>> before();

  /** Fails until all has come of the steps before up to this one, from 0. */
  void assertTaken(int step, Results results) throws Exception;

  /** What is sent to the job that goes on. */
  List<ProducerRecord<byte[], byte[]>> after();

  /** Fails until the job that went on did with it what only it can that remembers. */
  void assertWentOn(Results results) throws Exception;

  @Override
  default void close() throws Exception {}
}
