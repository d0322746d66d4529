"""The program: started by the host by the path of this file, with the project found beside it."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from core.worker.serving import main

    main()
