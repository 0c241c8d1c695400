package io.nowfeed.local.deploy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** Flink's options by the keys that our files may set. */
final class DeployedKeys {
  static final Path ROOT =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolveSibling("");
  static final Path MANUAL = ROOT.resolve("deploy").resolve("nowfeed.properties");

  private static final List<Class<?>> OPTIONS =
      List.of(
          AutoScalerOptions.class,
          CheckpointingOptions.class,
          HighAvailabilityOptions.class,
          RocksDBOptions.class,
          StateBackendOptions.class,
          TaskManagerOptions.class);

  /**
   * As {@code KubernetesOperatorConfigOptions} has them, which comes with the whole operator only;
   * and what a Prometheus reporter listens on.
   */
  private static final List<ConfigOption<?>> OTHERS =
      List.of(
          ConfigOptions.key("kubernetes.operator.periodic.savepoint.interval")
              .durationType()
              .noDefaultValue(),
          ConfigOptions.key("kubernetes.operator.savepoint.history.max.age")
              .durationType()
              .noDefaultValue(),
          ConfigOptions.key("kubernetes.operator.savepoint.history.max.count")
              .intType()
              .noDefaultValue(),
          ConfigOptions.key("metrics.reporter.prometheus.port").intType().noDefaultValue(),
          ConfigOptions.key(
                  "metrics.reporter.prometheus." + MetricOptions.REPORTER_FACTORY_CLASS.key())
              .stringType()
              .noDefaultValue());

  private DeployedKeys() {}

  /** The option of a key; fails when nothing reads it. */
  static ConfigOption<?> option(String key) {
    ConfigOption<?> option = all().get(key);
    if (option == null) {
      throw new AssertionError("nothing reads key '" + key + "'");
    }
    return option;
  }

  private static Map<String, ConfigOption<?>> all() {
    Map<String, ConfigOption<?>> options = new HashMap<>();
    OTHERS.forEach(option -> options.put(option.key(), option));
    OPTIONS.forEach(
        owner -> {
          for (Field field : owner.getFields()) {
            if (ConfigOption.class.isAssignableFrom(field.getType())) {
              ConfigOption<?> option = value(field);
              options.put(option.key(), option);
            }
          }
        });
    return options;
  }

  private static ConfigOption<?> value(Field field) {
    try {
      return (ConfigOption<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError("cannot read " + field, e);
    }
  }

  /** A property of the parent pom. */
  static String pom(String property) throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("pom.xml"))) {
      String open = "<" + property + ">";
      return lines
          .filter(line -> line.contains(open))
          .map(line -> line.substring(line.indexOf(open) + open.length(), line.indexOf("</")))
          .findFirst()
          .orElseThrow();
    }
  }
}
