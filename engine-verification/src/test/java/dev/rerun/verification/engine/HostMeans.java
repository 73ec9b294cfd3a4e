package dev.rerun.verification.engine;

import dev.rerun.testkit.LogicMeans;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a host's code does with its own tables, in the calling thread's store transaction; only the lists are committed. */
interface HostMeans extends LogicMeans {
    /** Adds units to a meter and returns what it had before. */
    long count(String meter, long units);

    /** Writes a voucher; a serial must be unique. */
    void issue(String id, @Nullable String serial);

    /** Writes now what is written later otherwise. */
    void flush();

    /** Lets the transaction be committed no more, without a word. */
    void spoil();

    List<String> meters();

    List<String> vouchers();

    @Override
    default void write(String text) {
        issue(text, text);
    }

    @Override
    default List<String> committed() {
        return vouchers();
    }
}
