package dev.rerun.core.spi;

/**
 * What a store can hold, so that a value that does not fit fails its own entry, before anything is written.
 *
 * <p>Characters are those of {@link String#length()}.
 *
 * @param nameLength the longest name of an app, register, contract, version or currency, in characters
 * @param keyLength the longest ordering key, unique key or reference, in characters
 * @param textLength the longest payload, item detail or diagnostics of one entry, in characters; a line
 *     break in a diagnostic's detail may count as two
 * @param integerDigits the most digits before the decimal point of an amount or of units
 * @param fractionDigits the most digits after it
 * @param numericEntryIds whether entry IDs must be whole numbers of 64 bits
 * @param everyCharacter whether texts may hold every character; if not, NUL and the halves of surrogate pairs are refused
 */
public record StoreLimits(
        int nameLength,
        int keyLength,
        int textLength,
        int integerDigits,
        int fractionDigits,
        boolean numericEntryIds,
        boolean everyCharacter) {}
