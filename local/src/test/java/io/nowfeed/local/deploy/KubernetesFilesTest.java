package io.nowfeed.local.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.nowfeed.jobs.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator understands our files, Flink every key in them, and the jobs their arguments. */
class KubernetesFilesTest {
  private static final Path FOLDER = DeployedKeys.ROOT.resolve("deploy").resolve("kubernetes");
  private static final String CONFIGURATION = "/etc/nowfeed/nowfeed.properties";

  /** See docs/operations.md. */
  private static final int MAX_PARALLELISM = 720;

  private static final String FLINK = "flink-main-container";

  private static final ObjectMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void theOperatorReadsEveryField(String name) throws Exception {
    FlinkDeployment deployment = read(file(name));
    assertThat(deployment.getMetadata().getName()).isEqualTo("nowfeed-" + name);
    FlinkDeploymentSpec spec = deployment.getSpec();
    assertThat(spec.getJob().getUpgradeMode()).isEqualTo(UpgradeMode.SAVEPOINT);
    assertThat(spec.getJob().getState()).isEqualTo(JobState.RUNNING);
    assertThat(spec.getJob().getAllowNonRestoredState()).isFalse();
    assertThat(spec.getJob().getParallelism()).isBetween(1, MAX_PARALLELISM);
    assertThat(spec.getServiceAccount()).isEqualTo("flink");
    assertThat(spec.getTaskManager().getResource().getMemory()).isNotBlank();
    assertThat(spec.getJobManager().getResource().getMemory()).isNotBlank();
  }

  /** As the API server does, with the schema that the operator installs. */
  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void theSchemaHasEveryField(String name) throws Exception {
    assertThat(new DeploymentSchema().unknown(file(name))).isEmpty();
  }

  @Test
  void aMisspeltFieldIsFound() throws Exception {
    ObjectNode file = file("personalization");
    ((ObjectNode) file.at("/spec/job")).put("upgradMode", "savepoint");
    ((ObjectNode) file.at("/spec/podTemplate/spec/volumes/1/emptyDir")).put("sizeLimt", "1Gi");
    assertThat(new DeploymentSchema().unknown(file))
        .containsExactlyInAnyOrder(
            "/spec/job/upgradMode", "/spec/podTemplate/spec/volumes/1/emptyDir/sizeLimt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void theJobIsInTheJarAndTakesItsArguments(String name) throws Exception {
    FlinkDeploymentSpec spec = read(file(name)).getSpec();
    Class<?> job = Class.forName(spec.getJob().getEntryClass());
    assertThat(job.getMethod("main", String[].class)).isNotNull();
    assertThat(Files.readString(FOLDER.resolve("Dockerfile")))
        .contains(spec.getJob().getJarURI().replace("local://", ""));
    List<ConfigOption<?>> required = required(job);
    String[] args =
        Stream.of(spec.getJob().getArgs())
            .map(arg -> arg.equals(CONFIGURATION) ? DeployedKeys.MANUAL.toString() : arg)
            .toArray(String[]::new);
    assertThat(args).contains("--config", DeployedKeys.MANUAL.toString());
    assertThatCode(() -> JobConfig.load(args, required)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void flinkAndTheOperatorKnowEveryKeyAndCanReadItsValue(String name) throws Exception {
    Map<String, String> keys = read(file(name)).getSpec().getFlinkConfiguration();
    assertThat(keys).hasSizeGreaterThan(10);
    Configuration configuration = Configuration.fromMap(keys);
    for (String key : keys.keySet()) {
      ConfigOption<?> option = DeployedKeys.option(key);
      assertThatCode(() -> configuration.get(option)).as(key).doesNotThrowAnyException();
    }
  }

  @Test
  void aMisspeltKeyIsRefused() {
    assertThatThrownBy(() -> DeployedKeys.option("execution.checkpointing.incremetal"))
        .hasMessageContaining("execution.checkpointing.incremetal");
  }

  @Test
  void noTwoJobsShareAFolderOfState() throws Exception {
    List<String> folders =
        Stream.of("personalization", "analytics", "archive").flatMap(this::folders).toList();
    assertThat(folders).hasSize(9).doesNotHaveDuplicates().allMatch(path -> path.startsWith("s3:"));
  }

  private Stream<String> folders(String name) {
    try {
      Map<String, String> keys = read(file(name)).getSpec().getFlinkConfiguration();
      return Stream.of(
          keys.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY.key()),
          keys.get(CheckpointingOptions.SAVEPOINT_DIRECTORY.key()),
          keys.get(HighAvailabilityOptions.HA_STORAGE_PATH.key()));
    } catch (IOException e) {
      throw new AssertionError("cannot read the file of " + name, e);
    }
  }

  /** With one for all, each would have the password of each, and the rights of all. */
  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void eachJobHasASecretOfItsOwn(String name) throws Exception {
    assertThat(secrets(name)).containsExactly("nowfeed-" + name);
  }

  private static List<String> secrets(String name) throws IOException {
    return read(file(name)).getSpec().getPodTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getSecret() != null)
        .map(volume -> volume.getSecret().getSecretName())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void whatIsMountedIsAVolume(String name) throws Exception {
    PodSpec pod = read(file(name)).getSpec().getPodTemplate().getSpec();
    Container flink = pod.getContainers().get(0);
    assertThat(flink.getName()).as("the name by which Flink adds to it").isEqualTo(FLINK);
    assertThat(flink.getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactlyInAnyOrderElementsOf(
            pod.getVolumes().stream().map(Volume::getName).toList());
    assertThat(flink.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains(
            Path.of(CONFIGURATION).getParent().toString(),
            read(file(name))
                .getSpec()
                .getFlinkConfiguration()
                .get("state.backend.rocksdb.localdir"));
  }

  /** The operator's classes of 1.10 end at Flink 1.20; 1.15 is said to know {@code v2_2}. */
  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void flinkIsOfTheVersionWeBuildWith(String name) throws Exception {
    String version = DeployedKeys.pom("flink.version");
    String[] parts = version.split("\\.", -1);
    assertThat(Files.readString(FOLDER.resolve(name + ".yaml")))
        .contains("flinkVersion: v%s_%s\n".formatted(parts[0], parts[1]));
    assertThat(Files.readString(FOLDER.resolve("Dockerfile")))
        .contains("FROM flink:%s-java17\n".formatted(version));
  }

  private static FlinkDeployment read(ObjectNode file) throws JsonProcessingException {
    return YAML.treeToValue(file, FlinkDeployment.class);
  }

  private static ObjectNode file(String name) throws IOException {
    JsonNode file = YAML.readTree(FOLDER.resolve(name + ".yaml").toFile());
    ((ObjectNode) file.path("spec")).put("flinkVersion", "v1_20");
    return (ObjectNode) file;
  }

  @SuppressWarnings("unchecked") // every job declares it so
  private static List<ConfigOption<?>> required(Class<?> job) throws ReflectiveOperationException {
    return (List<ConfigOption<?>>) job.getField("REQUIRED").get(null);
  }
}
