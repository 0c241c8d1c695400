package io.nowfeed.local.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate of this machine, made for one test; it is its own authority.
 *
 * @param keyStore certificate and key, PKCS 12
 * @param password of the key store
 * @param certificate alone, PEM: what clients trust
 * @param key alone, PEM
 */
record Certificate(Path keyStore, String password, Path certificate, Path key) {
  private static final String ALIAS = "server";

  /** Makes one with the JDK's own tool. */
  static Certificate make(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    String password = "of-the-key-store";
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                password)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();

    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password.toCharArray());
    }
    Path key = folder.resolve("server.key");
    // Postgres refuses a key that others may read.
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey(ALIAS, password.toCharArray()).getEncoded()));
    Path certificate =
        Files.writeString(
            folder.resolve("server.crt"),
            pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
    return new Certificate(store, password, certificate, key);
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(
            what,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der),
            what);
  }
}
