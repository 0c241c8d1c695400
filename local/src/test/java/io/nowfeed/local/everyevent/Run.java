package io.nowfeed.local.everyevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Origin;
import io.nowfeed.local.everyevent.Meaning.Row;
import io.nowfeed.local.job.FailAt;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** Plays a script against the real job between real topics, and compares it with the model. */
final class Run {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Topics are committed one after another. */
  private static final Duration COMMITS = Duration.ofSeconds(10);

  private static final int POLLS_BETWEEN_PROBES = 20;
  private static final int SHOWN = 5;

  private final Script script;
  private final InputSender sender;
  private final RunningJob job;
  private final Outputs outputs;
  private final Model model = new Model();
  private int polls;

  private Run(Script script, InputSender sender, RunningJob job, Outputs outputs) {
    this.script = script;
    this.sender = sender;
    this.job = job;
    this.outputs = outputs;
  }

  /** Plays a script to its end. */
  static void play(Script script, Path folder) throws Exception {
    Ports ports = Ports.free();
    Setting setting = script.setting();
    Path kafkaFolder = folder.resolve("kafka");
    try (KafkaBroker kafka =
            KafkaBroker.start(kafkaFolder, ports.kafka(), ports.kafkaController());
        InputSender sender = new InputSender(kafka.bootstrapServers(), setting);
        RunningJob job =
            RunningJob.start(
                folder,
                ports.flink(),
                setting.config(kafka.bootstrapServers()),
                setting.parallelism(),
                poison(script));
        Outputs outputs = new Outputs(kafka.bootstrapServers())) {
      new Run(script, sender, job, outputs).play();
    }
  }

  private static Set<String> poison(Script script) {
    return script.faults().stream()
        .filter(fault -> fault.kind() == Fault.Kind.THROW)
        .map(fault -> name(script.log().at(fault.poison())))
        .collect(Collectors.toSet());
  }

  /** Change events do not bear their coordinates. */
  private static String name(Input input) {
    return input.meaning() instanceof Row row
        ? FailAt.name(row.lsn())
        : FailAt.name(input.origin());
  }

  private void play() throws Exception {
    for (Phase phase : script.phases()) {
      model.play(phase);
      send(phase, phase.tables(), false);
      awaitTables(phase);
      send(phase, phase.events(), true);
      awaitEvents(phase);
      awaitEventTime(phase);
      compare("behind phase " + phase.number());
    }
    for (String name : poison(script)) {
      assertThat(job.threwAt(name)).as("%s: threw at %s", script.setting(), name).isTrue();
    }
  }

  private void send(Phase phase, List<Input> inputs, boolean events) throws Exception {
    for (int i = 0; i <= inputs.size(); i++) {
      for (Fault fault : script.faults()) {
        if (fault.isAt(phase.number(), events, i)) {
          cause(fault);
        }
      }
      if (i < inputs.size()) {
        sender.send(inputs.get(i));
      }
    }
  }

  private void cause(Fault fault) throws Exception {
    switch (fault.kind()) {
      case KILL -> job.kill();
      case RESUBMIT -> job.resubmit(fault.parallelism());
      case UPGRADE -> job.rescale(fault.parallelism());
      case THROW -> {
        // The job does so itself, when it comes to the record.
      }
    }
  }

  /**
   * A committed output of a sentinel's last change means a checkpoint behind all changes before it:
   * the job never goes back behind them.
   */
  private void awaitTables(Phase phase) {
    Probes probes = outputs.probes();
    until(
        () -> "phase %d: the tables are not taken".formatted(phase.number()),
        () -> sender.probeTables(phase),
        () -> probes.show(phase.sentinels()) && probes.showTag(Phase.tag(phase.number())));
  }

  private void awaitEvents(Phase phase) {
    Set<Origin> sent =
        phase.events().stream()
            .filter(Input::isEvent)
            .map(Input::origin)
            .collect(Collectors.toSet());
    until(
        () -> "phase %d: nothing came of %s".formatted(phase.number(), missing(sent)),
        () -> {},
        () -> outputs.accounted().containsAll(sent));
  }

  private String missing(Set<Origin> sent) {
    List<Origin> missing =
        sent.stream().filter(origin -> !outputs.accounted().contains(origin)).toList();
    return "%d records, such as %s"
        .formatted(missing.size(), missing.stream().limit(SHOWN).map(script.log()::at).toList());
  }

  /** What the job may go back to has to be past this phase in event time: then late is late. */
  private void awaitEventTime(Phase phase) {
    long passed = Setting.time(phase.number()) + InputSender.BEHIND_PHASE;
    until(
        () -> "phase %d: event time does not pass it".formatted(phase.number()),
        () -> sender.probeTime(phase, polls / POLLS_BETWEEN_PROBES),
        () -> outputs.latestWindowEnd() > passed);
    String last = sender.probe(phase);
    until(
        () -> "phase %d: no checkpoint behind it".formatted(phase.number()),
        () -> {},
        () -> outputs.probes().show(last));
  }

  private void until(Supplier<String> failure, Runnable probe, BooleanSupplier reached) {
    polls = 0;
    try {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .pollInSameThread()
          .until(() -> isReached(probe, reached));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(script.setting() + ": " + failure.get(), e);
    }
  }

  private boolean isReached(Runnable probe, BooleanSupplier reached) {
    if (polls++ % POLLS_BETWEEN_PROBES == 0) {
      probe.run();
    }
    outputs.poll();
    return reached.getAsBoolean();
  }

  /** What was accounted for on one topic may be committed on another a moment later. */
  private void compare(String when) {
    List<String> differences = new ArrayList<>();
    try {
      await()
          .atMost(COMMITS)
          .pollDelay(Duration.ZERO)
          .pollInSameThread()
          .until(
              () -> {
                outputs.poll();
                differences.clear();
                differences.addAll(
                    Comparison.differences(script, model.expected(), model.deleted(), outputs));
                return differences.isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s, %s: %d differences:%n%s"
              .formatted(
                  script.setting(),
                  when,
                  differences.size(),
                  differences.stream().limit(SHOWN).collect(Collectors.joining("\n"))),
          e);
    }
  }
}
