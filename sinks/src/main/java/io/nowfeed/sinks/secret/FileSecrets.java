package io.nowfeed.sinks.secret;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Files that hold a secret each, as Kubernetes and Docker mount them, and properties files. The end
 * of the line that editors put behind the last character is not part of a secret.
 */
public final class FileSecrets implements ConfigProvider {
  private static final Pattern END_OF_LINE = Pattern.compile("\\R\\z");

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public ConfigData get(String path) {
    throw new ConfigException("a file is asked for as ${file:/path} or ${file:/path:key}");
  }

  @Override
  public ConfigData get(String path, Set<String> keys) {
    Map<String, String> found = new HashMap<>();
    for (String key : keys) {
      found.put(key, path.isEmpty() ? whole(key) : property(path, key));
    }
    return new ConfigData(found);
  }

  private static String whole(String file) {
    try {
      return END_OF_LINE.matcher(Files.readString(Path.of(file))).replaceFirst("");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String property(String file, String key) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    String value = properties.getProperty(key);
    if (value == null) {
      throw new ConfigException(
          "file " + file + " has no key " + key + ", and the configuration refers to it");
    }
    return value;
  }

  private static ConfigException unreadable(String file, IOException e) {
    return new ConfigException(
        "cannot read file "
            + file
            + " on this machine, and the configuration refers to it: "
            + e.getClass().getSimpleName());
  }

  @Override
  public void close() {}
}
