package dev.rerun.api;

/**
 * Failed entries of a run that have one cause.
 *
 * @param cause what they have in common: the error's first line, with {@code #} for each number in it
 * @param entries how many there are
 * @param example the ID of one of them
 */
public record FailureCause(String cause, long entries, String example) {}
