package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.ParkedEntry;
import java.math.BigDecimal;
import java.util.List;

/**
 * What only the owner of a store's tables does or sees: work in the UI, invoicing, repair, audits. The contract tests need
 * it to set a stage and to look behind it. For a database each method is one SQL statement, committed at once.
 *
 * <p>Called on one thread, never within a transaction of the store.
 */
public interface HostTables {
    /**
     * Writes an item as a person or another program does.
     *
     * @param app the app's name; an unknown one becomes known
     * @param item the item, all columns as given
     */
    void addItem(String app, RegisterItem item);

    /**
     * Puts an item on an invoice.
     *
     * @param app the app's name
     * @param invoiceId the invoice
     * @param item the item's key
     */
    void invoice(String app, String invoiceId, ItemKey item);

    /**
     * Changes an item's amount, as an edit in the UI does.
     *
     * @param app the app's name
     * @param item the item's key
     * @param amount the new amount
     */
    void editAmount(String app, ItemKey item, BigDecimal amount);

    /**
     * Deletes an item, as a person does in the UI.
     *
     * @param app the app's name
     * @param item the item's key
     */
    void removeItem(String app, ItemKey item);

    /**
     * Deletes an entry, and nothing that hangs on it.
     *
     * @param app the app's name
     * @param entryId the entry's ID
     */
    void removeEntry(String app, String entryId);

    /**
     * Reads the register items.
     *
     * @param app the app's name
     * @return all its items, by register, then unique key
     */
    List<RegisterItem> items(String app);

    /**
     * Reads the activity entries.
     *
     * @param app the app's name
     * @return all its entries, in sequence
     */
    List<ActivityEntry> entries(String app);

    /**
     * Reads the items that a run moved out of the register.
     *
     * @param rerunId the run
     * @return its archive, by register, then unique key
     */
    List<RegisterItem> archived(long rerunId);

    /**
     * Reads the entries that a run could not process, or holds.
     *
     * @param rerunId the run
     * @return its failures, by entry ID
     */
    List<ParkedEntry> parked(long rerunId);
}
