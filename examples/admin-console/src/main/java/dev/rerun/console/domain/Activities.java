package dev.rerun.console.domain;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The activities, to read; the engine writes them. */
public interface Activities extends Repository<Activity, Long> {
    Optional<Activity> findById(long id);

    List<Activity> findTop50ByRerunIdOrderById(long rerunId);

    long countByRerunId(long rerunId);

    long count();
}
