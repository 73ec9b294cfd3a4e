package dev.rerun.reprocess;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The packets of a file, one on each line; blank lines and those that begin with # say nothing.
 *
 * @param name the file
 * @param registrations the packets, each once
 * @param repeated those that stand there more than once
 * @param digest the beginning of a hash over the packets
 */
record RegistrationFile(String name, Set<Registration> registrations, Set<Registration> repeated, String digest) {
    private static final int NAMED = 10;
    private static final int DIGEST_LENGTH = 12;

    /** Reads a file; a malformed line refuses all of it. */
    static RegistrationFile read(Path file) {
        Set<Registration> registrations = new LinkedHashSet<>();
        Set<Registration> repeated = new LinkedHashSet<>();
        List<String> malformed = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Registration registration = Registration.parse(text).orElse(null);
            if (registration == null) {
                malformed.add("line " + number + ": " + text);
            } else if (!registrations.add(registration)) {
                repeated.add(registration);
            }
        }
        if (!malformed.isEmpty()) {
            throw refused(file, malformed);
        }
        return new RegistrationFile(file.toString(), registrations, repeated, digest(registrations));
    }

    private static List<String> lines(Path file) {
        try {
            String text = Files.readString(file);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new RefusedException(file + " is no text in UTF-8; nothing was sent", e);
        } catch (IOException e) {
            throw new RefusedException("the file " + file + " cannot be read; nothing was sent (" + e + ")", e);
        }
    }

    private static RefusedException refused(Path file, List<String> malformed) {
        StringBuilder message = new StringBuilder(file + " has " + malformed.size() + " malformed lines; write each as "
                + Registration.FORM + ". Nothing was sent.");
        malformed.stream().limit(NAMED).forEach(line -> message.append("\n  ").append(line));
        return new RefusedException(message.toString());
    }

    private static String digest(Set<Registration> registrations) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(registrations.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
