package dev.rerun.testkit;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.testkit.MemoryFailure.Place;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be asked of the failed and held entries of a run. */
record MemoryFailures(NavigableMap<Place, MemoryFailure> listed) {
    List<FailedEntry> after(@Nullable FailedEntry last, int limit) {
        NavigableMap<Place, MemoryFailure> rest = last == null ? listed : listed.tailMap(Place.of(last), false);
        return rest.values().stream()
                .limit(limit)
                .map(MemoryFailure::toFailedEntry)
                .toList();
    }

    Map<String, String> firstOfKeys(int lane, Collection<String> orderingKeys) {
        Map<String, String> first = new HashMap<>();
        failed().filter(failure -> failure.lane() == lane).forEach(failure -> {
            String key = failure.entry().orderingKey();
            if (key != null && orderingKeys.contains(key)) {
                first.putIfAbsent(key, failure.entry().entryId());
            }
        });
        return first;
    }

    List<FailureCause> causes(int limit) {
        Map<String, FailureCause> causes = new HashMap<>();
        failed().forEach(failure -> {
            String cause = failure.entry().cause();
            causes.merge(
                    cause,
                    new FailureCause(cause, 1, failure.entry().entryId()),
                    (all, one) -> new FailureCause(cause, all.entries() + 1, all.example()));
        });
        return causes.values().stream()
                .sorted(Comparator.comparing(FailureCause::entries).reversed().thenComparing(FailureCause::cause))
                .limit(limit)
                .toList();
    }

    /** In the order of their places: the named ones, and the held ones of their ordering keys. */
    List<MemoryFailure> chosen(@Nullable Collection<String> entryIds) {
        if (entryIds == null) {
            return List.copyOf(listed.values());
        }
        Set<String> unknown = new TreeSet<>(entryIds);
        Set<String> keys = new HashSet<>();
        failed().filter(failure -> unknown.remove(failure.entry().entryId())).forEach(failure -> {
            String key = failure.entry().orderingKey();
            if (key != null) {
                keys.add(key);
            }
        });
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("not listed as failed: " + unknown);
        }
        return listed.values().stream()
                .filter(failure -> failure.failed()
                        ? entryIds.contains(failure.entry().entryId())
                        : keys.contains(failure.entry().orderingKey()))
                .toList();
    }

    Stream<MemoryFailure> failed() {
        return listed.values().stream().filter(MemoryFailure::failed);
    }
}
