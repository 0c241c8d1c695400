package io.nowfeed.sinks;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.nowfeed.sinks.metrics.DeclaredMetric;
import org.apache.flink.metrics.MetricGroup;

/** The rules of the house. */
@AnalyzeClasses(packages = "io.nowfeed.sinks", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule EVERY_METRIC_IS_DECLARED =
      noClasses()
          .that()
          .doNotBelongToAnyOf(DeclaredMetric.class)
          .should()
          .callMethodWhere(
              target(nameMatching("counter|gauge|histogram|meter"))
                  .and(target(owner(assignableTo(MetricGroup.class)))));
}
