package dev.rerun.reprocess;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the packets that a person names with the table. */
final class RegistrationCheck {
    private static final int NAMED = 20;

    private final RerunEngine engine;

    RegistrationCheck(RerunEngine engine) {
        this.engine = engine;
    }

    /** The query for the packets; refused if the table has one of them not, or otherwise. */
    EntryQuery query(Collection<Registration> registrations) {
        List<Registration> all = List.copyOf(registrations);
        Set<String> ids = new LinkedHashSet<>();
        List<String> wrong = new ArrayList<>();
        for (int from = 0; from < all.size(); from += RerunEngine.PAGE_LIMIT) {
            List<Registration> page = all.subList(from, Math.min(all.size(), from + RerunEngine.PAGE_LIMIT));
            Map<String, ActivityEntry> found = found(page);
            for (Registration registration : page) {
                String objection = objection(registration, found.get(registration.workflowId()));
                if (objection != null) {
                    wrong.add(registration + ": " + objection);
                }
                ids.add(registration.workflowId());
            }
        }
        if (!wrong.isEmpty()) {
            throw refused(wrong);
        }
        return EntryQuery.where(EntryCondition.withId(ids));
    }

    private Map<String, ActivityEntry> found(List<Registration> page) {
        Set<String> ids = new LinkedHashSet<>();
        page.forEach(registration -> ids.add(registration.workflowId()));
        Map<String, ActivityEntry> found = new HashMap<>();
        engine.preview(
                        RerunRequest.where(EntryQuery.where(EntryCondition.withId(ids)))
                                .ofApp(RegistrationTable.APP),
                        RerunEngine.PAGE_LIMIT)
                .forEach(entry -> found.put(entry.id(), entry));
        return found;
    }

    private static @Nullable String objection(Registration named, @Nullable ActivityEntry entry) {
        if (entry == null) {
            return "the table has no such workflow ID";
        }
        if (!entry.orderingKey().equals(named.rid())) {
            return "the table has RID " + entry.orderingKey() + " for this workflow ID";
        }
        String process = entry.columns().get(RegistrationTable.PROCESS);
        return named.process().equals(process) ? null : "the table has process " + process + " for this workflow ID";
    }

    private static RefusedException refused(List<String> wrong) {
        StringBuilder message =
                new StringBuilder(wrong.size() + " packets are not as the table has them. Nothing was sent.");
        wrong.stream().limit(NAMED).forEach(each -> message.append("\n  ").append(each));
        if (wrong.size() > NAMED) {
            message.append("\n  and ").append(wrong.size() - NAMED).append(" more");
        }
        return new RefusedException(message.toString());
    }
}
