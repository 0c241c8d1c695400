package io.nowfeed.sinks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JobManager that has run a job with Postgres is sent another. */
class DriverTest {
  @Test
  void aJobThatIsMadeLoadsNoDriverWhichWouldKeepItsClassLoader() throws Exception {
    assertThat(DriverManager.getDriver("jdbc:postgresql://db/feed")).isNotNull();

    try (JobLoader job = new JobLoader()) {
      Object sink =
          job.loadClass(PopularityTable.class.getName())
              .getMethod("sink", String.class, String.class, String.class)
              .invoke(null, "jdbc:postgresql://db/feed", "u", "");
      Object lineage =
          job.loadClass("org.apache.flink.streaming.api.lineage.LineageVertexProvider")
              .getMethod("getLineageVertex")
              .invoke(sink);
      new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(sink);

      assertThat(lineage).isNotNull();
      assertThat(job.hasLoaded(UpsertSink.class.getName())).isTrue();
      assertThat(job.hasLoaded("org.postgresql.Driver")).isFalse();
    }
  }

  /** Has classes of its own of all that tests have. */
  private static final class JobLoader extends URLClassLoader {
    private JobLoader() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> places = new ArrayList<>();
      for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        places.add(Path.of(place).toUri().toURL());
      }
      return places.toArray(URL[]::new);
    }
  }
}
