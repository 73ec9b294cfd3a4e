package dev.rerun.console.domain;

import java.util.List;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The articles on hold. */
public interface ArticleHolds extends Repository<ArticleHold, String> {
    List<ArticleHold> findAllByOrderByArticle();

    ArticleHold save(ArticleHold hold);

    @Transactional
    int deleteByArticle(String article);
}
