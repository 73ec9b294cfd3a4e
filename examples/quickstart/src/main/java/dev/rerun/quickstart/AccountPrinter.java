package dev.rerun.quickstart;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunReport;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the account for people. */
final class AccountPrinter {
    private final PrintWriter out;

    AccountPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(Account account) {
        firstProcessing(account);
        beforeTheRerun(account.changes());
        rerun(account);
        register(account.before(), account.after());
        line("");
        line("before the rerun %s", account.digestBefore());
        line("after the rerun %s", account.digestAfter());
        out.flush();
    }

    private void firstProcessing(Account account) {
        OutcomeCounts counts = account.firstProcessing();
        line("First processing of %s, %s", account.file(), seconds(account.firstDuration()));
        count(account.lines(), "lines");
        count(counts.billed(), "billed");
        count(counts.voided(), "voided");
        count(counts.unmatched(), "unmatched");
        count(counts.notBillable(), "not billable");
        count(counts.withoutContract(), "without contract (guests)");
        count(account.firstItems(), "items created");
    }

    private void beforeTheRerun(HostRegister.Changes changes) {
        line("");
        line("What the house did with the register");
        count(changes.invoiced(), "items put on invoices");
        count(changes.addedInUi(), "items made in the UI");
        count(changes.editedInUi(), "items edited in the UI");
    }

    private void rerun(Account account) {
        RerunReport report = account.report();
        line("");
        line(
                "Rerun %d of everything after %s%s, %s",
                report.id(),
                report.request().cutoff(),
                report.request().until() == null
                        ? ""
                        : " up to " + report.request().until(),
                seconds(account.rerunDuration()));
        count(report.itemsDeleted(), "items deleted");
        for (KeptReason reason : KeptReason.values()) {
            if (report.kept(reason) > 0) {
                count(report.kept(reason), "items kept: " + words(reason));
            }
        }
        count(report.total(), "activities queued");
        count(report.itemsCreated(), "items created");

        OutcomeCounts counts = account.reprocessed();
        line("Reprocessed");
        count(counts.billed(), "billed");
        count(counts.retained(), "retained (sales whose items were kept)");
        count(counts.voided(), "voided");
        count(counts.unmatched(), "unmatched");
        count(counts.notBillable(), "not billable");
    }

    private void register(List<Total> before, List<Total> after) {
        line("");
        line("Register %s, %s", FulfilmentLogic.REGISTER, FulfilmentLogic.CURRENCY);
        line("%-16s %10s %16s %10s %16s %16s", "", "items", "before", "items", "after", "difference");
        Map<String, Total> was = byContract(before);
        Map<String, Total> is = byContract(after);
        Map<String, Total> all = new LinkedHashMap<>(is);
        was.forEach(all::putIfAbsent);
        Total sum = all.remove(Total.ALL);
        if (sum != null) {
            all.put(Total.ALL, sum);
        }
        for (String contract : all.keySet()) {
            Total none = new Total(contract, 0, BigDecimal.ZERO);
            Total old = was.getOrDefault(contract, none);
            Total now = is.getOrDefault(contract, none);
            line(
                    "%-16s %,10d %,16.2f %,10d %,16.2f %+,16.2f",
                    contract,
                    old.items(),
                    old.amount(),
                    now.items(),
                    now.amount(),
                    now.amount().subtract(old.amount()));
        }
    }

    private static Map<String, Total> byContract(List<Total> parts) {
        Map<String, Total> totals = new LinkedHashMap<>();
        parts.forEach(part -> totals.put(part.contract(), part));
        totals.put(Total.ALL, Total.of(parts));
        return totals;
    }

    private static String words(KeptReason reason) {
        return switch (reason) {
            case OUTSIDE_WINDOW -> "outside the window";
            case UI_CREATED -> "made in the UI";
            case INVOICED -> "on an invoice";
            case PAST_RETENTION -> "past retention";
            case NOT_SELECTED -> "not calculated again";
            case HOST_RULE -> "by a rule of the host";
        };
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private void count(long number, String what) {
        line("%,12d %s", number, what);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
