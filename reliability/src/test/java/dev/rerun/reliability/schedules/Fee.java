package dev.rerun.reliability.schedules;

import dev.rerun.reliability.harbour.Line;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A line of the model's register.
 *
 * @param uniqueKey its name
 * @param visit what it was calculated for; null if a person wrote it
 * @param key the ordering key
 * @param hour its time
 * @param amount its amount now
 * @param calculated the amount that was calculated, which people may have changed since
 * @param units its units
 * @param detail what is noted
 * @param version the price list
 * @param invoice on which it stands
 * @param run which made it
 */
record Fee(
        String uniqueKey,
        @Nullable Integer visit,
        String key,
        int hour,
        BigDecimal amount,
        @Nullable BigDecimal calculated,
        int units,
        @Nullable String detail,
        @Nullable String version,
        @Nullable String invoice,
        @Nullable String run) {
    /** One that a person writes. */
    static Fee written(String uniqueKey, String key, int hour) {
        return new Fee(uniqueKey, null, key, hour, new BigDecimal("7.5"), null, 2, null, null, null, null);
    }

    boolean byPerson() {
        return visit == null;
    }

    boolean isBefore(Visit other) {
        if (visit == null) {
            return hour <= other.hour();
        }
        return hour < other.hour() || (hour == other.hour() && visit < other.id());
    }

    Fee onInvoice(String number) {
        return new Fee(uniqueKey, visit, key, hour, amount, calculated, units, detail, version, number, run);
    }

    Fee edited(BigDecimal to) {
        return new Fee(uniqueKey, visit, key, hour, to, calculated, units, detail, version, invoice, run);
    }

    Fee of(String itsRun) {
        return new Fee(uniqueKey, visit, key, hour, amount, calculated, units, detail, version, invoice, itsRun);
    }

    String text(String title, String app, @Nullable String archivedBy) {
        return Line.of(
                title,
                app,
                archivedBy,
                uniqueKey,
                visit == null ? null : visit.toString(),
                key,
                Line.plain(amount),
                calculated == null ? null : Line.plain(calculated),
                Integer.toString(units),
                detail,
                version,
                invoice,
                run);
    }
}
