package dev.rerun.console.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An article that nobody may bill for the moment, say because its class is disputed. */
@Entity
@Table(name = "article_hold", schema = "billing")
public class ArticleHold {
    @Id
    private String article;

    @Column(nullable = false)
    private String reason;

    @Column(nullable = false)
    private Instant since;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected ArticleHold() {}

    public ArticleHold(String article, String reason, Instant since) {
        this.article = article;
        this.reason = reason;
        this.since = since;
    }

    public String article() {
        return article;
    }

    public String reason() {
        return reason;
    }

    public Instant since() {
        return since;
    }
}
