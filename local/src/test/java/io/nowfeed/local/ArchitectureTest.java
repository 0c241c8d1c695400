package io.nowfeed.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The rules of the house: who knows whom, where time comes from, who speaks. */
@AnalyzeClasses(packages = "io.nowfeed.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule PACKAGES_KNOW_ONLY_THOSE_BELOW =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.nowfeed.local..")
          .layer("cli")
          .definedBy("io.nowfeed.local.cli..")
          .layer("screen")
          .definedBy("io.nowfeed.local.screen..")
          .layer("observe")
          .definedBy("io.nowfeed.local.observe..")
          .layer("platform")
          .definedBy("io.nowfeed.local.platform..")
          .layer("drill")
          .definedBy("io.nowfeed.local.drill..")
          .layer("batch")
          .definedBy("io.nowfeed.local.batch..")
          .layer("process")
          .definedBy("io.nowfeed.local.process..")
          .layer("server")
          .definedBy("io.nowfeed.local.server..")
          .layer("replay")
          .definedBy("io.nowfeed.local.replay..")
          .layer("evaluate")
          .definedBy("io.nowfeed.local.evaluate..")
          .layer("audit")
          .definedBy("io.nowfeed.local.audit..")
          .layer("redrive")
          .definedBy("io.nowfeed.local.redrive..")
          .layer("leaderboard")
          .definedBy("io.nowfeed.local.leaderboard..")
          .layer("topics")
          .definedBy("io.nowfeed.local.topics..")
          .layer("kafka")
          .definedBy("io.nowfeed.local.kafka..")
          .layer("lineage")
          .definedBy("io.nowfeed.local.lineage..")
          .layer("catalog")
          .definedBy("io.nowfeed.local.catalog..")
          .layer("traffic")
          .definedBy("io.nowfeed.local.traffic..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("screen")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("cli", "screen")
          .whereLayer("platform")
          .mayOnlyBeAccessedByLayers("cli", "screen")
          .whereLayer("drill")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("batch")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("process")
          .mayOnlyBeAccessedByLayers("cli", "drill", "platform")
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("platform", "process", "evaluate")
          .whereLayer("replay")
          .mayOnlyBeAccessedByLayers("cli", "evaluate")
          .whereLayer("evaluate")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("audit")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("redrive")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("leaderboard")
          .mayOnlyBeAccessedByLayers("cli", "screen")
          .whereLayer("topics")
          .mayOnlyBeAccessedByLayers("cli", "server")
          .whereLayer("kafka")
          .mayOnlyBeAccessedByLayers(
              "cli", "audit", "batch", "drill", "redrive", "leaderboard", "topics")
          .whereLayer("lineage")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("catalog")
          .mayOnlyBeAccessedByLayers("cli", "lineage")
          .whereLayer("traffic")
          .mayOnlyBeAccessedByLayers("cli", "platform", "replay");

  @ArchTest
  static final ArchRule TIME_COMES_FROM_A_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule NOBODY_TOUCHES_STANDARD_STREAMS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  /** The command line hands its writer to the screen; a broker's installer gets a silent one. */
  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_AND_ITS_SCREEN_PRINT =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.nowfeed.local.cli..", "io.nowfeed.local.screen..")
          .should()
          .callMethod(PrintStream.class, "println", String.class)
          .orShould()
          .callMethod(PrintStream.class, "print", String.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(PrintWriter.class);

  @ArchTest
  static final ArchRule NOBODY_ENDS_THE_PROCESS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.nowfeed.local.cli.Nowfeed")
          .should()
          .callMethod(System.class, "exit", int.class);
}
