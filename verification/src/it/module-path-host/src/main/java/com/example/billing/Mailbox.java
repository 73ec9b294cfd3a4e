package com.example.billing;

import java.io.IOException;
import java.util.Map;

/** Where reminders go. */
@FunctionalInterface
public interface Mailbox {
    /**
     * Takes a reminder. Of two with one number it keeps one.
     *
     * @throws IOException if it cannot be reached
     */
    boolean accepts(String number, Map<String, String> reminder) throws IOException;
}
