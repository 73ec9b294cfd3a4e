package dev.rerun.console.domain;

import org.springframework.data.repository.Repository;

/** The contracts. */
public interface ContractVersions extends Repository<ContractVersion, Long> {
    ContractVersion save(ContractVersion version);
}
