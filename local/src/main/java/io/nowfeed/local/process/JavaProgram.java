package io.nowfeed.local.process;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a virtual machine that ends with the platform. */
final class JavaProgram {
  private final List<String> options = new ArrayList<>();
  private final String classPath;
  private final String main;

  /**
   * @param classPath what it runs on
   * @param main its main class
   */
  JavaProgram(String classPath, String main) {
    this.classPath = classPath;
    this.main = main;
    // Small, quick to start, and able to read what Flink, Arrow and Connect read reflectively.
    options.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            // A dozen machines share few cores, and drills kill them before C2 has paid.
            "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true",
            "-Dfile.encoding=UTF-8",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED"));
  }

  /** The same with options of the virtual machine. */
  JavaProgram with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /**
   * In a session of its own: a Ctrl-C in the terminal is for the platform, which stops the rest.
   */
  List<String> command(List<String> args) {
    List<String> command = new ArrayList<>();
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath + ":" + leash());
    command.add(Leash.class.getName());
    command.add(main);
    command.addAll(args);
    return command;
  }

  private static String leash() {
    try {
      return Path.of(Leash.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path is made of files", e);
    }
  }
}
