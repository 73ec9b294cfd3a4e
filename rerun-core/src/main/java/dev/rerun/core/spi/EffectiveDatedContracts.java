package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Contract versions with dates, in memory. A version is in effect from its start, inclusive, until its end, exclusive; one
 * without an end is in effect until the next version of its contract starts. So on a shared boundary the newer version
 * wins. Immutable; a changed price list is a new object.
 */
public final class EffectiveDatedContracts implements ContractResolver {
    private final Function<ActivityEntry, Optional<String>> contractOf;
    private final Map<String, NavigableMap<Instant, Version>> versions;

    private EffectiveDatedContracts(
            Function<ActivityEntry, Optional<String>> contractOf,
            Map<String, NavigableMap<Instant, Version>> versions) {
        this.contractOf = contractOf;
        this.versions = versions;
    }

    /**
     * Begins a price list.
     *
     * @param contractOf the name of the contract that an entry falls under, or empty if it falls under none
     * @return a builder
     */
    public static Builder by(Function<ActivityEntry, Optional<String>> contractOf) {
        return new Builder(contractOf);
    }

    /** Finds the version in effect when the entry's work was performed. */
    @Override
    public Optional<Contract> resolve(ActivityEntry entry) {
        return contractOf.apply(entry).flatMap(name -> {
            NavigableMap<Instant, Version> dated = versions.get(name);
            if (dated == null) {
                throw new IllegalArgumentException(
                        "no version of contract '" + name + "' is known; known are " + versions.keySet());
            }
            Map.Entry<Instant, Version> newest = dated.floorEntry(entry.occurredAt());
            return Optional.ofNullable(newest)
                    .map(Map.Entry::getValue)
                    .filter(version -> version.covers(entry.occurredAt()))
                    .map(Version::contract);
        });
    }

    private record Version(
            Contract contract, Instant from, @Nullable Instant until) {
        boolean covers(Instant time) {
            return until == null || time.isBefore(until);
        }
    }

    /** Collects versions and checks that no two of one contract overlap. Not safe for several threads. */
    public static final class Builder {
        private final Function<ActivityEntry, Optional<String>> contractOf;
        private final List<Version> added = new ArrayList<>();

        private Builder(Function<ActivityEntry, Optional<String>> contractOf) {
            this.contractOf = contractOf;
        }

        /**
         * Adds a version that is in effect until the next one starts.
         *
         * @param contract the version
         * @param from its start, inclusive
         * @return this builder
         */
        public Builder version(Contract contract, Instant from) {
            added.add(new Version(contract, from, null));
            return this;
        }

        /**
         * Adds a version with an end.
         *
         * @param contract the version
         * @param from its start, inclusive
         * @param until its end, exclusive
         * @return this builder
         * @throws IllegalArgumentException if the end is not after the start
         */
        public Builder version(Contract contract, Instant from, Instant until) {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException(
                        "contract " + contract.id() + " ends at " + until + ", not after its start " + from);
            }
            added.add(new Version(contract, from, until));
            return this;
        }

        /**
         * Finishes the price list.
         *
         * @return the resolver
         * @throws IllegalArgumentException if two versions of one contract start at one instant, or one ends after the next
         *     starts
         */
        public EffectiveDatedContracts build() {
            Map<String, NavigableMap<Instant, Version>> versions = new HashMap<>();
            for (Version version : added) {
                Version same = versions.computeIfAbsent(version.contract().id().name(), name -> new TreeMap<>())
                        .putIfAbsent(version.from(), version);
                if (same != null) {
                    throw overlap(same, version);
                }
            }
            for (NavigableMap<Instant, Version> dated : versions.values()) {
                for (Version version : dated.values()) {
                    Map.Entry<Instant, Version> next = dated.higherEntry(version.from());
                    if (next != null && version.covers(next.getKey()) && version.until() != null) {
                        throw overlap(version, next.getValue());
                    }
                }
            }
            return new EffectiveDatedContracts(contractOf, versions);
        }

        private static IllegalArgumentException overlap(Version one, Version other) {
            return new IllegalArgumentException("contract " + one.contract().id() + " from " + one.from()
                    + " and contract " + other.contract().id() + " from " + other.from()
                    + " overlap; let one end where the other starts");
        }
    }
}
