"""Place names as text: folding, the Slavic key, transliteration and generated forms."""
