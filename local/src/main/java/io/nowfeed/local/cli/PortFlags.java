package io.nowfeed.local.cli;

import io.nowfeed.local.platform.Ports;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the platform's servers listen. */
final class PortFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "" + Ports.DEFAULT_BASE,
      description =
          "First of eight ports: Kafka, its controller (+1), Postgres (+2), Connect (+3), Flink"
              + " (+4), BigQuery REST (+5) and gRPC (+6), ZooKeeper (+7). 0 takes any that are"
              + " free.")
  private int portBase;

  /** Any that are free, or those that follow a first one. */
  Ports ports() {
    if (portBase == 0) {
      return Ports.free();
    }
    if (portBase < Ports.FIRST_BASE || portBase > Ports.LAST_BASE) {
      throw new ParameterException(
          spec.commandLine(),
          "--port-base %d must be 0, or from %d to %d"
              .formatted(portBase, Ports.FIRST_BASE, Ports.LAST_BASE));
    }
    return Ports.from(portBase);
  }
}
