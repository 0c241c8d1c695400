package io.nowfeed.local.everyevent;

import io.nowfeed.local.everyevent.Meaning.Did;
import io.nowfeed.local.everyevent.Meaning.Row;
import io.nowfeed.local.everyevent.Meaning.Seen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Draws a script. */
final class ScriptWriter {
  private static final int MAX_PARALLELISM = 4;
  private static final List<Fault.Kind> AT_RANDOM =
      List.of(Fault.Kind.THROW, Fault.Kind.KILL, Fault.Kind.RESUBMIT);

  private final Setting setting;
  private final Random random;
  private final InputLog log = new InputLog();
  private final TableScript tables;
  private final EventScript events;

  private ScriptWriter(Setting setting) {
    this.setting = setting;
    this.random = new Random(setting.seed());
    this.tables = new TableScript(setting, random, log);
    this.events = new EventScript(setting, random, log, tables);
  }

  /** One in which everything goes wrong at random. */
  static Script script(Setting setting) {
    ScriptWriter writer = new ScriptWriter(setting);
    return writer.script(writer::faults);
  }

  /**
   * One in which the job is upgraded in the middle of each phase but the first.
   *
   * @param parallelism the job's after each upgrade
   */
  static Script upgrades(Setting setting, List<Integer> parallelism) {
    ScriptWriter writer = new ScriptWriter(setting);
    return writer.script(phases -> writer.upgrades(phases, parallelism));
  }

  private Script script(Function<List<Phase>, List<Fault>> drawn) {
    List<Phase> phases = new ArrayList<>();
    for (int number = 0; number < Setting.PHASES; number++) {
      log.begin(number);
      List<Input> changes = tables.changes(number);
      List<String> newcomers = setting.patient() ? newcomers(number) : List.of();
      List<Input> sent = new ArrayList<>(events.of(number, newcomers));
      for (String user : newcomers) {
        sent.addAll(tables.arrival(number, user));
      }
      phases.add(new Phase(number, changes, sent, tables.sentinels()));
    }
    return new Script(setting, log, phases, drawn.apply(phases));
  }

  private static List<String> newcomers(int phase) {
    return List.of("new-" + phase + "-a", "new-" + phase + "-b", "new-" + phase + "-c");
  }

  /** Every kind twice; none in the first phase, before there is anything to go back to. */
  private List<Fault> faults(List<Phase> phases) {
    List<Fault.Kind> kinds = new ArrayList<>(AT_RANDOM);
    kinds.addAll(AT_RANDOM);
    Collections.shuffle(kinds, random);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      faults.add(fault(phases.get(1 + i % (phases.size() - 1)), kinds.get(i)));
    }
    return faults;
  }

  private List<Fault> upgrades(List<Phase> phases, List<Integer> parallelism) {
    List<Fault> upgrades = new ArrayList<>();
    for (int i = 0; i < parallelism.size(); i++) {
      Phase phase = phases.get(i + 1);
      int middle = phase.events().size() / 2;
      upgrades.add(
          new Fault(phase.number(), true, middle, Fault.Kind.UPGRADE, null, parallelism.get(i)));
    }
    return upgrades;
  }

  private Fault fault(Phase phase, Fault.Kind kind) {
    boolean amongEvents = random.nextInt(3) > 0;
    List<Input> step = amongEvents ? phase.events() : phase.tables();
    int after = random.nextInt(step.size() + 1);
    return new Fault(
        phase.number(),
        amongEvents,
        after,
        kind,
        kind == Fault.Kind.THROW ? poison(step).origin() : null,
        1 + random.nextInt(MAX_PARALLELISM));
  }

  private Input poison(List<Input> step) {
    List<Input> eligible = step.stream().filter(ScriptWriter::reachesOperators).toList();
    return eligible.get(random.nextInt(eligible.size()));
  }

  private static boolean reachesOperators(Input input) {
    if (input.meaning() instanceof Seen seen) {
      return seen.beacon().ts() - input.ingestedAt() <= Setting.MAX_AHEAD;
    }
    if (input.meaning() instanceof Did did) {
      return did.interaction().ts() - input.ingestedAt() <= Setting.MAX_AHEAD;
    }
    return input.meaning() instanceof Row;
  }
}
