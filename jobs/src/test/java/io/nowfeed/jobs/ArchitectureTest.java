package io.nowfeed.jobs;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The rules of the house, as DESIGN.md and STYLE.md have them. */
@AnalyzeClasses(packages = "io.nowfeed.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] STAGES = {
    "..jobs.source..",
    "..jobs.enrichment..",
    "..jobs.popularity..",
    "..jobs.profile..",
    "..jobs.covisitation..",
    "..jobs.recommendation..",
    "..jobs.analytics.."
  };

  @ArchTest
  static final ArchRule STAGES_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching(
              "io.nowfeed.jobs."
                  + "(source|enrichment|popularity|profile|covisitation|recommendation|analytics)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule STAGES_KNOW_ONLY_WHAT_TRAVELS_AND_THEIR_CONFIGURATION =
      noClasses()
          .that()
          .resideInAnyPackage(STAGES)
          .should()
          .dependOnClassesThat(
              outsideOf("io.nowfeed.jobs.flow", "io.nowfeed.jobs.config", "io.nowfeed.jobs.metrics")
                  .as("are of the jobs, but of none of flow, config and metrics"));

  @ArchTest
  static final ArchRule WHAT_TRAVELS_CONFIGURATION_AND_METRICS_KNOW_NO_STAGE =
      noClasses()
          .that()
          .resideInAnyPackage("..jobs.flow..", "..jobs.config..", "..jobs.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STAGES);

  @ArchTest
  static final ArchRule ONLY_JOBS_TOUCH_THE_ENVIRONMENT =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Job")
          .and()
          .doNotHaveFullyQualifiedName(JobLauncher.class.getName())
          .should()
          .dependOnClassesThat()
          .areAssignableTo(StreamExecutionEnvironment.class);

  @ArchTest
  static final ArchRule TIME_COMES_FROM_A_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule NOTHING_IS_LEFT_TO_CHANCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random");

  /** {@code DeclaredMetric} does, for all of them. */
  @ArchTest
  static final ArchRule EVERY_METRIC_IS_DECLARED =
      noClasses()
          .should()
          .callMethodWhere(
              target(nameMatching("counter|gauge|histogram|meter"))
                  .and(target(owner(assignableTo(MetricGroup.class)))));

  @ArchTest static final ArchRule NOTHING_IS_PRINTED = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  /** Of the jobs, but no stage and not {@code allowed}. */
  private static DescribedPredicate<JavaClass> outsideOf(String... allowed) {
    return JavaClass.Predicates.resideInAPackage("io.nowfeed.jobs..")
        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)))
        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(STAGES)));
  }
}
