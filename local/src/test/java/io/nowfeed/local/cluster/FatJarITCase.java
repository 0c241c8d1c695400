package io.nowfeed.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.local.process.Home;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the jar that is submitted: all of ours and of its libraries, nothing of Flink's. */
class FatJarITCase {
  private static JarFile jar;
  private static List<String> names;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(Home.file("jobs/target/nowfeed-jobs.jar").toFile());
    names = jar.stream().map(entry -> entry.getName()).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void holdsAllJobsAndTheirConnectors() {
    assertThat(names)
        .contains(
            classFile(PersonalizationJob.class),
            classFile(AnalyticsJob.class),
            classFile(ArchiveJob.class),
            "io/nowfeed/sinks/archive/enriched_interactions.avsc",
            "org/apache/avro/file/DataFileWriter.class",
            "org/apache/flink/formats/avro/AvroWriterFactory.class",
            "org/apache/flink/connector/kafka/source/KafkaSource.class",
            "org/apache/kafka/clients/producer/KafkaProducer.class",
            "com/google/cloud/bigquery/storage/v1/StreamWriter.class",
            "org/postgresql/Driver.class")
        .doesNotHaveDuplicates();
  }

  /** A second copy of what the cluster has is a ClassCastException waiting for its day. */
  @Test
  void holdsNothingThatTheClusterHas() {
    assertThat(names)
        .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/connector/file/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/core/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/client/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/configuration/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/streaming/api/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/shaded/"))
        .noneMatch(name -> name.startsWith("org/slf4j/"))
        .noneMatch(name -> name.startsWith("org/apache/logging/"));
  }

  /** gRPC finds its transports and resolvers by these, of several libraries each. */
  @Test
  void mergesWhatSeveralLibrariesRegister() throws IOException {
    assertThat(services("io.grpc.NameResolverProvider"))
        .contains("io.grpc.internal.DnsNameResolverProvider")
        .hasSizeGreaterThan(1);
    assertThat(services("io.grpc.LoadBalancerProvider"))
        .contains("io.grpc.internal.PickFirstLoadBalancerProvider")
        .hasSizeGreaterThan(1);
    assertThat(services("java.sql.Driver")).contains("org.postgresql.Driver");
  }

  private static String classFile(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static List<String> services(String service) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/services/" + service))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    }
  }
}
