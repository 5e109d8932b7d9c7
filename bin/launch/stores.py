"""Finds the PostgreSQL and the Redis that tests may use. Runs inside the environment."""

import os

DATABASE = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/15"
MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def find() -> tuple[str, str, str]:
    """The two addresses and, where one does not answer, what is missing."""
    database, redis = os.environ.get("DATABASE_URL") or DATABASE, os.environ.get("REDIS_URL") or REDIS
    missing = [problem for problem in (_database(database), _redis(redis)) if problem]
    return database, redis, "; ".join(missing)


def _database(url: str) -> str:
    import psycopg

    if not url.startswith(("postgres://", "postgresql://")):
        return "DATABASE_URL names no PostgreSQL"
    try:
        with psycopg.connect(url.replace("postgres://", "postgresql://", 1), connect_timeout=5) as line:
            row = line.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.Error as error:
        reason = (str(error).strip().splitlines() or ["no answer"])[0]
        return f"no PostgreSQL ({reason}); set DATABASE_URL"
    return "" if row and row[0] else "the PostgreSQL user may not create databases"


def _redis(url: str) -> str:
    import redis

    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as line:
            line.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        return f"no Redis ({error}); set REDIS_URL"
    return ""
